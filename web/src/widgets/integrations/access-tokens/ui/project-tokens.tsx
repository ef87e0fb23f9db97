"use client";

import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { api, refusalOf } from "@/shared/api";
import { EmptyState } from "@/shared/ui";
import { TokenList } from "./token-list";

const LIMIT = 200;

/** The access tokens of a project, for its admins. */
export function ProjectTokens({ projectId }: { projectId: string }) {
  const t = useTranslations("tokens");
  const query = { refetchOnMountOrArgChange: true };
  const list = { id: projectId, limit: LIMIT };
  const { data, error, refetch } = api.useListProjectTokensQuery(list, query);
  if (error && refusalOf(error).status === 403) {
    return <EmptyState icon={<Lock />} title={t("adminsOnly")} />;
  }
  const failed = Boolean(error);
  const readAgain = () => void refetch();
  return <TokenList tokens={data} {...{ projectId, failed, readAgain }} />;
}
