"use client";

import { Webhook as Icon, Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api, refusalOf } from "@/shared/api";
import {
  Button,
  CopyField,
  Dialog,
  DialogActions,
  EmptyState,
  Notice,
  Skeleton,
} from "@/shared/ui";
import { type Made, WebhookForm } from "./webhook-form";
import { WebhookRow } from "./webhook-row";
import styles from "./webhooks.module.scss";

/** Webhooks are in no log, so they are read again while they are looked at. */
const EVERY_MS = 5000;

/** The webhooks of a project, for its admins: making, changing and watching them. */
export function Webhooks({ projectId }: { projectId: string }) {
  const t = useTranslations("webhooks");
  const common = useTranslations("people");
  const { data, error, refetch } = api.useListWebhooksQuery(
    { id: projectId },
    { refetchOnMountOrArgChange: true, pollingInterval: EVERY_MS, skipPollingIfUnfocused: true },
  );
  const [makes, setMakes] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const readAgain = () => void refetch();
  if (error && refusalOf(error).status === 403) {
    return <EmptyState icon={<Lock />} title={t("adminsOnly")} />;
  }
  if (!data) {
    return error ? (
      <div className={styles.webhooks}>
        <Notice kind="error">{t("failed")}</Notice>
        <Button onClick={readAgain}>{common("again")}</Button>
      </div>
    ) : (
      <Skeleton height={48} />
    );
  }
  return (
    <div className={styles.webhooks}>
      <div className={styles.head}>
        <p className={styles.help}>{t("help")}</p>
        <Button kind="primary" onClick={() => setMakes(true)}>
          <Icon aria-hidden="true" />
          {t("new")}
        </Button>
      </div>
      {data.length === 0 && (
        <EmptyState icon={<Icon />} title={t("none")}>
          {t("noneHelp")}
        </EmptyState>
      )}
      <ul className={styles.list}>
        {data.map((webhook) => (
          <WebhookRow
            key={webhook.id}
            {...{ webhook, projectId, readAgain }}
            onSecret={(secret) => setMade({ name: webhook.name, secret })}
          />
        ))}
      </ul>
      <Dialog open={makes} onClose={() => setMakes(false)} title={t("new")}>
        <WebhookForm
          projectId={projectId}
          onDone={(done) => {
            setMakes(false);
            setMade(done.secret ? done : null);
            readAgain();
          }}
          onCancel={() => setMakes(false)}
        />
      </Dialog>
      {/* It has no close button: whoever leaves it has lost the secret. */}
      <Dialog open={made !== null} title={made?.name ?? ""} description={t("once")}>
        <CopyField label={t("secret")} value={made?.secret ?? ""} />
        <p className={styles.help}>{t("secretHelp")}</p>
        <DialogActions>
          <Button kind="primary" onClick={() => setMade(null)}>
            {t("copiedIt")}
          </Button>
        </DialogActions>
      </Dialog>
    </div>
  );
}
