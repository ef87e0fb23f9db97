"use client";

import { useTranslations } from "next-intl";
import { api, refusalOf } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import {
  Button,
  CodeField,
  CopyField,
  Dialog,
  DialogActions,
  Form,
  Notice,
  Skeleton,
} from "@/shared/ui";
import styles from "./account.module.scss";
import { useConfirmed } from "./use-confirmed";

type Secret = { secret: string; totp_url: string; totp_picture: string };
type NotFound = { data?: { meta?: Secret } };

/** Shows the secret for an authenticator app, and takes the first code that the app shows. */
export function SetUpApp({ onClose, onChange }: { onClose: () => void; onChange: () => void }) {
  const t = useTranslations("methods");
  const common = useTranslations("common");
  const reason = useReason();
  const { confirmed, dialog } = useConfirmed();
  // Where there is none yet, the answer is a 404 that has a new secret.
  const query = { refetchOnMountOrArgChange: true };
  const asked = api.useGetAccountAuthenticatorsTotpQuery({}, query);
  const { meta } = (asked.error as NotFound | undefined)?.data ?? {};
  const [activate, { isLoading, error, reset }] = api.usePostAccountAuthenticatorsTotpMutation();
  const refusal = error ? refusalOf(error) : null;
  const isConfirming = refusal?.status === 401;
  return (
    <>
      <Dialog open onClose={onClose} title={t("setUpTitle")} description={t("setUpHelp")}>
        {meta ? (
          <Form
            className={styles.form}
            onChange={reset}
            onSend={async (text) => {
              const body = { code: text("code").trim() };
              const answer = await confirmed(() => activate({ body }));
              if (!answer?.data) return;
              onChange();
              onClose();
            }}
          >
            {refusal && !refusal.fields.code && !isConfirming && (
              <Notice kind="error">{reason(refusal)}</Notice>
            )}
            <img
              src={meta.totp_picture}
              alt={t("qr")}
              width={200}
              height={200}
              className={styles.qr}
            />
            {/* Nobody scans the screen that they hold. */}
            <a href={meta.totp_url} className={styles.opens}>
              {t("openApp")}
            </a>
            <div>
              <p className={styles.help}>{t("secret")}</p>
              <CopyField label={t("key")} value={meta.secret} />
            </div>
            <CodeField
              label={t("code")}
              name="code"
              inputMode="numeric"
              autoFocus
              error={refusal?.fields.code}
            />
            <DialogActions>
              <Button onClick={onClose}>{common("cancel")}</Button>
              <Button kind="primary" type="submit" busy={isLoading}>
                {t("activate")}
              </Button>
            </DialogActions>
          </Form>
        ) : asked.isFetching ? (
          <Skeleton height={160} />
        ) : (
          <Notice kind="error">{reason(refusalOf(asked.error))}</Notice>
        )}
      </Dialog>
      {dialog}
    </>
  );
}
