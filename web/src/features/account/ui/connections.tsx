"use client";

import { Link2, Unlink } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type AllauthProviderAccount, api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { beginSignIn } from "@/shared/lib/sign-in";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, ConfirmDialog, Notice, Skeleton } from "@/shared/ui";
import styles from "./account.module.scss";
import { useConfirmed } from "./use-confirmed";

/** The other services with which this person can log in: to connect and to disconnect. */
export function Connections() {
  const t = useTranslations("methods");
  const config = api.useGetConfigQuery();
  const connected = api.useGetAccountProvidersQuery({}, { refetchOnMountOrArgChange: true });
  const missing = [config, connected].filter(({ isError, data }) => isError && !data);
  if (missing.length > 0) {
    const again = () => {
      for (const { refetch } of missing) void refetch();
    };
    return (
      <div className={styles.form}>
        <Notice kind="error">{t("loadFailed")}</Notice>
        <Button onClick={again}>{t("again")}</Button>
      </div>
    );
  }
  if (!config.data || !connected.data) return <Skeleton height={48} />;
  const providers = config.data.data.socialaccount?.providers ?? [];
  return (
    <div className={styles.form}>
      <p className={styles.help}>{t("connectionsHelp")}</p>
      <ul className={styles.list}>
        {providers.map(({ id, name }) => (
          <Row
            key={id}
            provider={{ id, name }}
            account={connected.data?.data.find(({ provider }) => provider.id === id)}
            onChange={() => void connected.refetch()}
          />
        ))}
      </ul>
    </div>
  );
}

/** Whether there is anything to connect to. */
export function useHasProviders(): boolean {
  const { data } = api.useGetConfigQuery();
  return (data?.data.socialaccount?.providers.length ?? 0) > 0;
}

type Props = {
  provider: { id: string; name: string };
  account: AllauthProviderAccount | undefined;
  onChange: () => void;
};

function Row({ provider, account, onChange }: Props) {
  const t = useTranslations("methods");
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const { confirmed, dialog } = useConfirmed();
  const [remove] = api.useDeleteAccountProvidersMutation();
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState(false);
  const { id, name } = provider;

  async function connect(): Promise<void> {
    setBusy(true);
    const begun = await confirmed(() =>
      dispatch(beginSignIn("connect", provider, "?next=/account/security")),
    );
    // Where it went well the page is being left.
    if (!begun || !(await attempt(Promise.resolve(begun)))) setBusy(false);
  }

  async function disconnect(uid: string): Promise<boolean> {
    const body = { provider: id, account: uid };
    const answer = await confirmed(() => remove({ body }));
    const done = answer !== null && (await attempt(Promise.resolve(answer)));
    if (done) onChange();
    return done;
  }

  return (
    <li>
      <Link2 aria-hidden="true" />
      <div className={styles.device}>
        <strong>{name}</strong>
        <span className={styles.help}>{account ? account.display : t("notConnected")}</span>
      </div>
      {account ? (
        <Button
          small
          aria-label={t("disconnectFrom", { provider: name })}
          onClick={() => setAsks(true)}
        >
          <Unlink aria-hidden="true" />
          {t("disconnect")}
        </Button>
      ) : (
        <Button
          small
          busy={busy}
          aria-label={t("connectTo", { provider: name })}
          onClick={() => void connect()}
        >
          {t("connect")}
        </Button>
      )}
      {account && (
        <ConfirmDialog
          open={asks}
          onClose={() => setAsks(false)}
          title={t("disconnectTitle", { provider: name })}
          description={t("disconnectHelp")}
          verb={t("disconnect")}
          onConfirm={() => disconnect(account.uid)}
        />
      )}
      {dialog}
    </li>
  );
}
