"use client";

import { KeyRound, Smartphone, Trash2 } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { type AllauthWebAuthnAuthenticator, api } from "@/shared/api";
import { toastShown, useAttempt } from "@/shared/lib/notifications";
import { canUsePasskeys, makePasskey, passkeyRefusal } from "@/shared/lib/sign-in";
import { useAppDispatch } from "@/shared/lib/store";
import { Ago, Button, ConfirmDialog, IconButton, Notice, Skeleton } from "@/shared/ui";
import { deviceOf } from "../lib/device";
import styles from "./account.module.scss";
import { RecoveryCodes } from "./recovery-codes";
import { SetUpApp } from "./set-up-app";
import { useConfirmed } from "./use-confirmed";

/** An authenticator app, passkeys, and recovery codes. */
export function SecondFactors() {
  const t = useTranslations("methods");
  const query = { refetchOnMountOrArgChange: true };
  const { data, isError, refetch } = api.useGetAccountAuthenticatorsQuery({}, query);
  if (isError) {
    return (
      <div className={styles.form}>
        <Notice kind="error">{t("loadFailed")}</Notice>
        <Button onClick={() => void refetch()}>{t("again")}</Button>
      </div>
    );
  }
  if (!data) return <Skeleton height={160} />;
  const factors = data.data;
  const app = factors.find(({ type }) => type === "totp");
  const passkeys = factors.filter((factor) => factor.type === "webauthn");
  const codes = factors.find((factor) => factor.type === "recovery_codes");
  const changed = () => void refetch();
  return (
    <div className={styles.form}>
      <p className={styles.help}>{t("factorsHelp")}</p>
      <ul className={styles.list}>
        <App at={app?.created_at} onChange={changed} />
        {passkeys.map((passkey) => (
          <Passkey key={passkey.id} passkey={passkey} onChange={changed} />
        ))}
      </ul>
      {canUsePasskeys() ? (
        <AddPasskey onChange={changed} />
      ) : (
        <p className={styles.help}>{t("noPasskeysHere")}</p>
      )}
      {codes && <RecoveryCodes unused={codes.unused_code_count} onChange={changed} />}
    </div>
  );
}

const when = (seconds: number) => new Date(seconds * 1000).toISOString();

function App({ at, onChange }: { at: number | undefined; onChange: () => void }) {
  const t = useTranslations("methods");
  const attempt = useAttempt();
  const { confirmed, dialog } = useConfirmed();
  const [remove] = api.useDeleteAccountAuthenticatorsTotpMutation();
  const [asks, setAsks] = useState(false);
  const [setsUp, setSetsUp] = useState(false);
  return (
    <li>
      <Smartphone aria-hidden="true" />
      <div className={styles.device}>
        <strong>{t("app")}</strong>
        <span className={styles.help}>
          {at ? t.rich("since", { when: () => <Ago at={when(at)} /> }) : t("appHelp")}
        </span>
      </div>
      {at ? (
        <IconButton small label={t("removeApp")} onClick={() => setAsks(true)}>
          <Trash2 />
        </IconButton>
      ) : (
        <Button small onClick={() => setSetsUp(true)}>
          {t("setUp")}
        </Button>
      )}
      {setsUp && <SetUpApp onClose={() => setSetsUp(false)} onChange={onChange} />}
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t("removeAppTitle")}
        description={t("removeHelp")}
        verb={t("remove")}
        onConfirm={async () => {
          const answer = await confirmed(() => remove({}));
          const done = answer !== null && (await attempt(Promise.resolve(answer)));
          if (done) onChange();
          return done;
        }}
      />
      {dialog}
    </li>
  );
}

type PasskeyProps = { passkey: AllauthWebAuthnAuthenticator; onChange: () => void };

function Passkey({ passkey, onChange }: PasskeyProps) {
  const t = useTranslations("methods");
  const attempt = useAttempt();
  const { confirmed, dialog } = useConfirmed();
  const [remove] = api.useDeleteAccountAuthenticatorsWebauthnMutation();
  const [asks, setAsks] = useState(false);
  const { id, name, last_used_at: used } = passkey;
  return (
    <li>
      <KeyRound aria-hidden="true" />
      <div className={styles.device}>
        <strong>{name}</strong>
        <span className={styles.help}>
          {used ? t.rich("lastUsed", { when: () => <Ago at={when(used)} /> }) : t("neverUsed")}
        </span>
      </div>
      <IconButton small label={t("removePasskey", { name })} onClick={() => setAsks(true)}>
        <Trash2 />
      </IconButton>
      <ConfirmDialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t("removePasskeyTitle", { name })}
        description={t("removeHelp")}
        verb={t("remove")}
        onConfirm={async () => {
          const answer = await confirmed(() => remove({ body: { authenticators: [id] } }));
          const done = answer !== null && (await attempt(Promise.resolve(answer)));
          if (done) onChange();
          return done;
        }}
      />
      {dialog}
    </li>
  );
}

const NOT_MADE = {
  none: "noPasskeyMade",
  has: "hasPasskey",
  elsewhere: "passkeyElsewhere",
} as const;

function AddPasskey({ onChange }: { onChange: () => void }) {
  const t = useTranslations("methods");
  const account = useTranslations("account");
  const format = useFormatter();
  const dispatch = useAppDispatch();
  const attempt = useAttempt();
  const { confirmed, dialog } = useConfirmed();
  const [add] = api.usePostAccountAuthenticatorsWebauthnMutation();
  const [busy, setBusy] = useState(false);

  async function make(): Promise<void> {
    const begin = api.endpoints.getAccountAuthenticatorsWebauthn;
    const fresh = { forceRefetch: true, subscribe: false } as const;
    // `passwordless`: one that is found without an address, and asks for a finger or a PIN.
    const begun = await confirmed(() => dispatch(begin.initiate({ passwordless: true }, fresh)));
    if (!begun?.data) {
      if (begun) await attempt(Promise.resolve(begun));
      return;
    }
    try {
      const credential = await makePasskey(begun.data.data.creation_options);
      const known = deviceOf(navigator.userAgent);
      const device = known ? account("device", known) : account("unknownDevice");
      const date = format.dateTime(new Date(), { dateStyle: "medium" });
      const name = `${device}, ${date}`;
      if (await attempt(add({ body: { name, credential } }))) onChange();
    } catch (refused) {
      const text = t(NOT_MADE[passkeyRefusal(refused)]);
      dispatch(toastShown({ kind: "error", text }));
    }
  }

  return (
    <div className={styles.buttons}>
      <Button
        busy={busy}
        onClick={async () => {
          setBusy(true);
          await make().finally(() => setBusy(false));
        }}
      >
        <KeyRound aria-hidden="true" />
        {t("addPasskey")}
      </Button>
      {dialog}
    </div>
  );
}
