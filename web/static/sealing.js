// Sealing a bid where it is typed: the same rules and words as procurement/rules/offers.py, the same
// envelope as procurement/rules/sealing.py. Nothing here speaks to a server.
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "./vendor/hpke.js";

export const BLOCK = 512; // bytes of every padded bid
const LARGEST = 2n ** 63n - 1n;
const DECIMAL = /^([0-9]+)(?:\.([0-9]{1,6}))?$/;
const MICRO = 1_000_000n; // millionths in a yuan
const STEP = 100n; // millionths in the fourth decimal, at which prices are compared
const SHOWN = 10_000n;

const suite = new CipherSuite({
  kem: new DhkemX25519HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});
const utf8 = new TextEncoder();

// Only a page that came over a secure connection is given the browser's cryptography.
export const isPossible = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle);

const plain = (typed) => typed.normalize("NFKC").trim();

const halfUp = (part, whole) => (2n * part + whole) / (2n * whole);

function yuan(typed) {
  const found = DECIMAL.exec(typed);
  if (!found) return null;
  const price = BigInt(found[1]) * MICRO + BigInt((found[2] ?? "").padEnd(6, "0"));
  return price <= LARGEST ? price : null;
}

function units(typed) {
  const found = /^[0-9]+$/.test(typed) ? BigInt(typed) : 0n;
  return found > 0n && found <= LARGEST ? found : null;
}

// A price in yuan to four decimals, half up.
export function shown(micro) {
  const steps = halfUp(micro, STEP);
  return `${steps / SHOWN}.${String(steps % SHOWN).padStart(4, "0")}`;
}

// A price in yuan with all its decimals.
export function exact(micro) {
  const decimals = String(micro % MICRO).padStart(6, "0").replace(/0+$/, "");
  return decimals ? `${micro / MICRO}.${decimals}` : String(micro / MICRO);
}

// What was typed, as {price, pack} in whole numbers, or {faults: [{rule, place, numbers}]}: all of
// them. `ceiling` is in millionths of a yuan, null where none binds; `byPack`: the pack is bid too.
export function read(typed, { spec, ceiling, byPack }) {
  const [unitPrice, packPrice, packTyped] = [typed.unit_price, typed.pack_price, typed.pack].map(plain);
  const at = packPrice ? "pack_price" : "unit_price";
  const faults = [];
  const asked = Boolean(packTyped || packPrice);
  const pack = asked ? units(packTyped) : null;
  let price = null;
  if (Boolean(unitPrice) === Boolean(packPrice)) {
    faults.push({ rule: "price_once", place: "unit_price" });
  } else {
    price = yuan(unitPrice || packPrice);
    if (price === null) faults.push({ rule: "price_format", place: at });
  }
  if (asked && pack === null) faults.push({ rule: "pack", place: "pack" });
  if (faults.length) return { faults };
  if (packPrice) price = halfUp(price, pack);
  if (price === 0n) return { faults: [{ rule: "unit_price", place: at }] };
  if (ceiling !== null && halfUp(price, STEP) * STEP > ceiling) {
    const numbers = { price: shown(price), spec, limit: shown(ceiling) };
    return { faults: [{ rule: "ceiling_price", place: at, numbers }] };
  }
  return { price, pack: byPack ? pack : null };
}

// The bid as canonical JSON, padded with spaces to the block.
export function block({ product, firm, spec, price, pack }) {
  const words = [
    `"firm":${JSON.stringify(firm)}`,
    `"pack":${pack === null ? "null" : pack}`,
    `"product":${JSON.stringify(product)}`,
    `"spec":${JSON.stringify(spec)}`,
    `"unit_price":${price}`,
  ];
  const bytes = utf8.encode(`{${words.join(",")}}`);
  if (bytes.length > BLOCK) throw new RangeError("the bid does not fit the block");
  const padded = new Uint8Array(BLOCK).fill(0x20);
  padded.set(bytes);
  return padded;
}

// What an envelope is bound to: round, lot, firm and deadline.
export const info = (context) =>
  utf8.encode(JSON.stringify([context.round, context.lot, context.firm, context.deadline]));

// An HPKE message (RFC 9180, base mode): encapsulated key, then ciphertext. `ekm`: for test vectors.
export async function encrypt(bytes, publicKey, about, ekm = undefined) {
  const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
  const sender = await suite.createSenderContext({ recipientPublicKey, info: about, ekm });
  const sealed = new Uint8Array(await sender.seal(bytes));
  const made = new Uint8Array(sender.enc.byteLength + sealed.length);
  made.set(new Uint8Array(sender.enc));
  made.set(sealed, sender.enc.byteLength);
  return made;
}

// What an HPKE message holds; throws when the key or what it is bound to is another one.
export async function decrypt(message, privateKey, about) {
  const recipientKey = await suite.kem.deserializePrivateKey(privateKey);
  const [enc, sealed] = [message.slice(0, 32), message.slice(32)];
  const recipient = await suite.createRecipientContext({ recipientKey, enc, info: about });
  return new Uint8Array(await recipient.open(sealed));
}

// The envelope of a bid; with the firm's own public key, of format 2: for the round and for the firm.
export async function seal(bid, publicKey, context, ownKey = null) {
  const bytes = block({ ...bid, product: context.lot, firm: context.firm });
  const forRound = await encrypt(bytes, publicKey, info(context));
  if (!ownKey) return forRound;
  const forFirm = await encrypt(bytes, ownKey, info(context));
  return Uint8Array.of(2, ...forRound, ...forFirm);
}

// A key pair of 32 raw bytes each.
export async function newKey() {
  const pair = await suite.kem.generateKeyPair();
  return {
    private: new Uint8Array(await suite.kem.serializePrivateKey(pair.privateKey)),
    public: new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey)),
  };
}

export const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// SHA-256 of an envelope: what the receipt will name.
export const fingerprint = async (bytes) =>
  hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));

// The file of an envelope, as `vbp seal` writes it and the site takes it.
export const file = (envelope, { round, lot, firm, deadline }) =>
  JSON.stringify({ round, lot, firm, deadline, envelope: btoa(String.fromCharCode(...envelope)) });
