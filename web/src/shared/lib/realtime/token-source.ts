import { freshToken } from "@/shared/session";

/** The tokens of one stream: it remembers what it got, so that a refused one is replaced. */
export function tokenSource(): (refused: boolean) => Promise<string> {
  let last = "";
  return async (refused) => {
    const token = await freshToken(refused ? last : undefined);
    if (!token) throw new Error("nobody is signed in");
    last = token;
    return token;
  };
}
