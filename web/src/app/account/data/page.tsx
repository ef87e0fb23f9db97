"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { DeleteAccount, OwnData } from "@/features/account";
import { leave } from "@/features/auth";
import { useAppDispatch } from "@/shared/lib/store";
import { AccountFrame, Card } from "../account-frame";

export default function DataPage() {
  const t = useTranslations("account");
  const dispatch = useAppDispatch();
  const router = useRouter();
  return (
    <AccountFrame place="data">
      {() => (
        <>
          <Card title={t("ownData")}>
            <OwnData />
          </Card>
          <Card title={t("deleteAccount")}>
            <DeleteAccount
              onDeleted={() => {
                router.replace("/login");
                return dispatch(leave());
              }}
            />
          </Card>
        </>
      )}
    </AccountFrame>
  );
}
