"use client";

import { nanoid } from "@reduxjs/toolkit";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { api, type DeliveryResponse } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Ago, Button, Notice, Skeleton } from "@/shared/ui";
import styles from "./webhooks.module.scss";

const EVERY_MS = 3000;
const LIMIT = 20;

type Props = { projectId: string; webhookId: string; name: string };

/** What a webhook was sent lately, and what it answered. */
export function Deliveries({ projectId, webhookId, name }: Props) {
  const t = useTranslations("webhooks");
  const { data, error, refetch } = api.useListWebhookDeliveriesQuery(
    { id: projectId, webhookId, limit: LIMIT },
    { refetchOnMountOrArgChange: true, pollingInterval: EVERY_MS, skipPollingIfUnfocused: true },
  );
  if (!data) {
    return error ? <Notice kind="error">{t("failed")}</Notice> : <Skeleton height={24} />;
  }
  if (data.length === 0) return <p className={styles.nothing}>{t("noDeliveries")}</p>;
  return (
    <ul className={styles.deliveries} aria-label={t("deliveriesOf", { name })}>
      {data.map((delivery) => (
        <Delivery
          key={delivery.id}
          {...{ delivery, projectId, webhookId }}
          readAgain={() => void refetch()}
        />
      ))}
    </ul>
  );
}

type DeliveryProps = {
  delivery: DeliveryResponse;
  projectId: string;
  webhookId: string;
  readAgain: () => void;
};

function Delivery({ delivery, projectId, webhookId, readAgain }: DeliveryProps) {
  const t = useTranslations("webhooks");
  const attempt = useAttempt();
  const [send, { isLoading }] = api.useSendWebhookDeliveryAgainMutation();
  const { id, type, status, code, milliseconds, attempts, failure, answer, next_try_at } = delivery;
  const again = async () => {
    const target = { id: projectId, webhookId, deliveryId: id, "Idempotency-Key": nanoid() };
    await attempt(send(target));
    readAgain();
  };
  return (
    <li data-testid="delivery" data-status={status}>
      <div className={styles.who}>
        <span className={styles.name}>
          <code>{type}</code>
          <span className={clsx(styles.badge, styles[status])}>{t(`statuses.${status}`)}</span>
          {code !== null && <span className={styles.badge}>{code}</span>}
        </span>
        <span className={styles.detail}>
          <Ago at={delivery.tried_at ?? delivery.created_at} />
          {milliseconds !== null && <span>{t("took", { milliseconds })}</span>}
          {attempts > 1 && <span>{t("attempts", { count: attempts })}</span>}
          {next_try_at && (
            <span>{t.rich("nextTry", { when: () => <Ago at={next_try_at} ahead /> })}</span>
          )}
        </span>
        {failure && <span className={styles.failure}>{failure}</span>}
        {failure && answer && <code className={styles.answer}>{answer}</code>}
      </div>
      {type !== "webhook.gap" && (
        <Button small busy={isLoading} onClick={() => void again()}>
          {t("sendAgain")}
        </Button>
      )}
    </li>
  );
}
