"use client";

import { api } from "@/shared/api";
import { TokenList } from "./token-list";

const LIMIT = 200;

/** One's own access tokens. */
export function PersonalTokens() {
  const query = { refetchOnMountOrArgChange: true };
  const { data, isError, refetch } = api.useListPersonalTokensQuery({ limit: LIMIT }, query);
  return <TokenList tokens={data} failed={isError} readAgain={() => void refetch()} />;
}
