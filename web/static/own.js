// A firm's own key, with which it reads its bids back. The private part stays with the firm: under a
// passphrase in this browser's storage, and in a file to keep. Nothing here speaks to a server.
import { decrypt, hex, info, newKey, unhex } from "./sealing.js";

const ROUNDS = 600_000; // of PBKDF2-SHA-256: what one guess at a passphrase costs
const place = (firm) => `own-key-${firm}`;

async function cipher(passphrase, salt, rounds) {
  const secret = new TextEncoder().encode(passphrase.normalize("NFKC"));
  const stretched = await crypto.subtle.importKey("raw", secret, "PBKDF2", false, ["deriveKey"]);
  const cost = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  const kind = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(cost, stretched, kind, false, ["encrypt", "decrypt"]);
}

// A new key, wrapped under the passphrase and remembered in this browser.
export async function make(firm, passphrase) {
  const pair = await newKey();
  const [salt, nonce] = [16, 12].map((length) => crypto.getRandomValues(new Uint8Array(length)));
  const key = await cipher(passphrase, salt, ROUNDS);
  const wrapped = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, pair.private);
  const kept = {
    firm,
    public_key: hex(pair.public),
    rounds: ROUNDS,
    salt: hex(salt),
    nonce: hex(nonce),
    wrapped: hex(new Uint8Array(wrapped)),
  };
  localStorage.setItem(place(firm), JSON.stringify(kept));
  return kept;
}

// What a key's file holds, remembered in this browser; null for any other file.
export function take(firm, text) {
  try {
    const found = JSON.parse(text);
    if (found.firm !== firm || unhex(found.public_key).length !== 32 || !found.wrapped) return null;
    localStorage.setItem(place(firm), JSON.stringify(found));
    return found;
  } catch {
    return null;
  }
}

export const kept = (firm) => JSON.parse(localStorage.getItem(place(firm)) ?? "null");

// The bid in the firm's own message; null when passphrase or key is another one.
export async function readBack(key, passphrase, message, context) {
  try {
    const opener = await cipher(passphrase, unhex(key.salt), key.rounds);
    const how = { name: "AES-GCM", iv: unhex(key.nonce) };
    const own = await crypto.subtle.decrypt(how, opener, unhex(key.wrapped));
    const found = await decrypt(message, new Uint8Array(own), info(context));
    const text = new TextDecoder().decode(found);
    return { spec: JSON.parse(text).spec, price: BigInt(/"unit_price":([0-9]+)/.exec(text)[1]) };
  } catch {
    return null;
  }
}
