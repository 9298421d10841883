// A bidder's page: what is typed is checked and sealed here, and only the envelope is handed in.
import { kept } from "./own.js";
import { exact, file, fingerprint, isPossible, read, seal, unhex } from "./sealing.js";

const FIELDS = ["unit_price", "pack_price", "pack"];
const of = (id) => document.getElementById(id);
const offer = of("offer");
const sealed = of("sealed");

function words({ rule, numbers = {} }) {
  const said = offer.querySelector(`[data-rule="${rule}"]`).textContent;
  return said.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
}

function show(faults) {
  for (const name of FIELDS) {
    const fault = faults.find((one) => one.place === name);
    const place = of(`${name}-fault`);
    place.hidden = !fault;
    place.textContent = fault ? words(fault) : "";
    of(name).setAttribute("aria-invalid", String(Boolean(fault)));
    of(name).closest(".field").classList.toggle("field-fault", Boolean(fault));
  }
  if (faults.length) of(faults[0].place).focus();
}

// An envelope is of the bid as it was when it was sealed: another bid takes another one.
function forget() {
  sealed.hidden = true;
  for (const id of ["sealed-price", "sealed-spec", "sealed-fingerprint"]) of(id).textContent = "";
  of("sealed-file").value = "";
  URL.revokeObjectURL(of("sealed-keep").href);
  of("sealed-keep").removeAttribute("href");
}

async function sealTyped() {
  const { round, lot, firm, deadline, key, byPack } = offer.dataset;
  const chosen = of("spec").selectedOptions[0];
  const spec = chosen.value;
  const ceiling = chosen.dataset.ceiling === undefined ? null : BigInt(chosen.dataset.ceiling);
  const typed = Object.fromEntries(FIELDS.map((name) => [name, of(name).value]));
  const found = read(typed, { spec, ceiling, byPack: byPack !== undefined });
  show(found.faults ?? []);
  forget();
  if (found.faults) return;
  const context = { round, lot, firm, deadline };
  const own = kept(firm);
  const envelope = await seal({ ...found, spec }, unhex(key), context, own && unhex(own.public_key));
  of("sealed-fingerprint").textContent = await fingerprint(envelope);
  of("sealed-price").textContent = exact(found.price);
  of("sealed-spec").textContent = spec;
  of("sealed-file").value = file(envelope, context);
  const copy = new Blob([of("sealed-file").value], { type: "application/json" });
  of("sealed-keep").href = URL.createObjectURL(copy);
  sealed.hidden = false;
  sealed.querySelector("button").focus();
}

if (offer) {
  if (isPossible()) {
    offer.querySelector("fieldset").disabled = false;
    offer.addEventListener("submit", (event) => {
      event.preventDefault();
      void sealTyped();
    });
    offer.addEventListener("input", forget);
    addEventListener("pagehide", () => {
      offer.reset();
      forget();
    });
  } else {
    of("no-sealing").hidden = false;
  }
}
