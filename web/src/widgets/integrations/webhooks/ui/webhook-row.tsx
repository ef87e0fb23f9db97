"use client";

import { nanoid } from "@reduxjs/toolkit";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { WebhookResponse } from "@/shared/api";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { Ago, Button } from "@/shared/ui";
import { ALL_GROUPS, groupsOf } from "../lib/groups";
import { Deliveries } from "./deliveries";
import { WebhookMenu } from "./webhook-menu";
import styles from "./webhooks.module.scss";

export type RowProps = {
  webhook: WebhookResponse;
  projectId: string;
  readAgain: () => void;
  onSecret: (secret: string | null) => void;
};

/** A webhook: where it leads, how it fares, and what it was sent lately. */
export function WebhookRow({ webhook, projectId, readAgain, onSecret }: RowProps) {
  const t = useTranslations("webhooks");
  const attempt = useAttempt();
  const [ping, { isLoading }] = api.usePingWebhookMutation();
  const [open, setOpen] = useState(false);
  const { id, name, kind, url, state, failure, failing_since, next_try_at, delivered_at } = webhook;
  const groups = groupsOf(webhook.events);
  const test = async () => {
    const key = { "Idempotency-Key": nanoid() };
    if (await attempt(ping({ id: projectId, webhookId: id, ...key }))) setOpen(true);
  };
  return (
    <li className={styles.item} data-testid="webhook" data-state={state}>
      <div className={styles.row}>
        <div className={styles.who}>
          <span className={styles.name}>
            <strong>{name}</strong>
            <span className={styles.badge}>{t(`kinds.${kind}`)}</span>
            <span className={clsx(styles.badge, styles[state])}>{t(`states.${state}`)}</span>
          </span>
          <span className={styles.detail}>
            <span className={styles.url}>{url}</span>
          </span>
          <span className={styles.detail}>
            <span>
              {groups.length === ALL_GROUPS.length
                ? t("allEvents")
                : groups.map((group) => t(`groups.${group}`)).join(", ")}
            </span>
            <span>
              {delivered_at
                ? t.rich("deliveredAt", { when: () => <Ago at={delivered_at} /> })
                : t("neverDelivered")}
            </span>
          </span>
          {failure && (
            <span className={styles.failure}>
              {failure}{" "}
              {failing_since && t.rich("failingSince", { when: () => <Ago at={failing_since} /> })}{" "}
              {next_try_at && t.rich("nextTry", { when: () => <Ago at={next_try_at} ahead /> })}
            </span>
          )}
        </div>
        <div className={styles.actions}>
          <Button small aria-expanded={open} onClick={() => setOpen(!open)}>
            {t("deliveries")}
          </Button>
          <Button small busy={isLoading} onClick={() => void test()}>
            {t("test")}
          </Button>
          <WebhookMenu {...{ webhook, projectId, readAgain, onSecret }} />
        </div>
      </div>
      {open && <Deliveries projectId={projectId} webhookId={id} name={name} />}
    </li>
  );
}
