import { API_URL } from "@/shared/config";
import { forget, keep, kept } from "@/shared/lib/device";

type Guest = { link: string; token: string };

/**
 * A guest's token opens one project and lasts an hour, or a day if it is renewed. It is kept on the
 * device, because a share link makes another guest each time that it is entered.
 */
const key = (projectId: string) => `guest:${projectId}`;
/** As much of a link's secret as tells links apart; the rest opens doors, so it is not kept. */
const part = (secret: string) => secret.slice(0, 8);

export function keptGuest(projectId: string, secret: string): string | null {
  const guest = kept<Guest | null>(key(projectId), null);
  return guest?.link === part(secret) ? guest.token : null;
}

export function keepGuest(projectId: string, secret: string, token: string): void {
  keep(key(projectId), { link: part(secret), token } satisfies Guest);
}

export function replaceGuest(projectId: string, token: string): void {
  const guest = kept<Guest | null>(key(projectId), null);
  if (guest) keep(key(projectId), { ...guest, token });
}

export function forgetGuest(projectId: string): void {
  forget(key(projectId));
}

/** Exchange a guest's token for a new one. Returns null when the guest's access has ended. */
export async function renewGuest(token: string): Promise<string | null> {
  const response = await fetch(`${API_URL}/api/v1/guests/renew`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
  });
  if (response.status === 401 || response.status === 403) return null;
  if (!response.ok) throw new Error(`renew: ${response.status}`);
  return ((await response.json()) as { guest_token: string }).guest_token;
}
