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

/** Have the device make a passkey. Throws what the browser throws: see `isRefusal`. */
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

/** Whether the person said no, or the device knows no passkey, or it has this one already. */
export const isRefusal = (error: unknown) => error instanceof DOMException;
