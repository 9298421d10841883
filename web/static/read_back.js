// The part of a bidder's page that makes the firm's own key and shows its bid again.
import { kept, make, readBack, take } from "./own.js";
import { exact, isPossible, unhex } from "./sealing.js";

const of = (id) => document.getElementById(id);
const own = of("own");
const { round, lot, firm, deadline, message } = own.dataset;

function show(key) {
  of("own-none").hidden = Boolean(key);
  of("own-kept").hidden = !key;
  of("own-public").textContent = key ? key.public_key : "";
  if (!key) return;
  const file = new Blob([JSON.stringify(key)], { type: "application/json" });
  of("own-file").href = URL.createObjectURL(file);
}

function fault(name) {
  for (const one of own.querySelectorAll(".field-error")) one.hidden = one.id !== name;
}

async function makeKey() {
  const phrase = of("own-passphrase");
  const isLong = phrase.value.length >= Number(phrase.dataset.shortest);
  fault(isLong ? "" : "own-short");
  if (!isLong) return;
  show(await make(firm, phrase.value));
  phrase.value = "";
}

async function takeFile() {
  const [file] = of("own-given").files;
  const key = file ? take(firm, await file.text()) : null;
  fault(key ? "" : "own-other");
  if (key) show(key);
}

async function readAgain() {
  const phrase = of("own-again");
  const found = await readBack(kept(firm), phrase.value, unhex(message), { round, lot, firm, deadline });
  phrase.value = "";
  fault(found ? "" : "own-wrong");
  of("own-bid").hidden = !found;
  of("own-price").textContent = found ? exact(found.price) : "";
  of("own-spec").textContent = found ? found.spec : "";
}

if (isPossible()) {
  own.hidden = false;
  show(kept(firm));
  of("own-make").addEventListener("click", () => void makeKey());
  of("own-given").addEventListener("change", () => void takeFile());
  of("own-read")?.addEventListener("click", () => void readAgain());
}
