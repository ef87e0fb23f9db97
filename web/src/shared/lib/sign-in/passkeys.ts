/** What the API gives and takes, as WebAuthn's own JSON (level 3 of the standard). */
type Json = object;
type Options = { publicKey: unknown };

/** An address has no passkeys: browsers keep them for names. */
const ADDRESS = /^\d+(\.\d+){3}$|^\[/;

/** Whether this browser has passkeys and their JSON, and may use them here. */
export const canUsePasskeys = () =>
  typeof PublicKeyCredential !== "undefined" &&
  "parseCreationOptionsFromJSON" in PublicKeyCredential &&
  !ADDRESS.test(window.location.hostname);

/** Have the device make a passkey. Throws what the browser throws: see `passkeyRefusal`. */
export async function makePasskey(options: Json): Promise<Json> {
  const { publicKey } = options as Options;
  const made = await navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(
      publicKey as PublicKeyCredentialCreationOptionsJSON,
    ),
  });
  return (made as PublicKeyCredential).toJSON();
}

/** Have the person choose a passkey, and the device sign with it. */
export async function askPasskey(options: Json): Promise<Json> {
  const { publicKey } = options as Options;
  const chosen = await navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(
      publicKey as PublicKeyCredentialRequestOptionsJSON,
    ),
  });
  return (chosen as PublicKeyCredential).toJSON();
}

/**
 * Why the device gave nothing: the person said no or it knows no passkey (`none`), it has one of this
 * account already (`has`), or passkeys of this site belong to another host (`elsewhere`).
 */
export type PasskeyRefusal = "none" | "has" | "elsewhere";

/** What the device's refusal was. Throws what is no refusal. */
export function passkeyRefusal(error: unknown): PasskeyRefusal {
  if (!(error instanceof DOMException)) throw error;
  if (error.name === "InvalidStateError") return "has";
  return error.name === "SecurityError" ? "elsewhere" : "none";
}
