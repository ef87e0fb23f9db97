"use client";

import { nanoid } from "@reduxjs/toolkit";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { api, type Refusal, refusalOf, type WebhookResponse } from "@/shared/api";
import { useReason } from "@/shared/lib/notifications";
import { Button, DialogActions, Form, Notice, SelectField, TextField } from "@/shared/ui";
import { eventsOf, groupsOf, type Kind, usualGroups } from "../lib/groups";
import { EventChoice } from "./event-choice";
import styles from "./webhooks.module.scss";

const KINDS: readonly { value: Kind; label: string }[] = [
  { value: "standard", label: "Standard Webhooks" },
  { value: "slack", label: "Slack" },
  { value: "discord", label: "Discord" },
  { value: "mattermost", label: "Mattermost" },
];
const LANGUAGES = [
  { value: "en", label: "English" },
  { value: "ko", label: "한국어" },
] as const;
type Language = (typeof LANGUAGES)[number]["value"];

export type Made = { name: string; secret: string | null };
type Props = {
  projectId: string;
  /** The one to change; without it a new one is made. */
  webhook?: WebhookResponse;
  onDone: (made: Made) => void;
  onCancel: () => void;
};

/** Makes a webhook, or changes one. */
export function WebhookForm({ projectId, webhook, onDone, onCancel }: Props) {
  const t = useTranslations("webhooks");
  const common = useTranslations("common");
  const reason = useReason();
  const mine = useLocale() as Language;
  const { save, busy } = useSave(projectId, webhook);
  const [kind, setKind] = useState<Kind>(webhook?.kind ?? "standard");
  const [groups, setGroups] = useState(
    webhook ? groupsOf(webhook.events) : usualGroups("standard"),
  );
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const { fields = {} } = refusal ?? {};
  const isChat = kind !== "standard";
  const known = ["name", "url", "events"].some((name) => name in fields);

  async function submit(text: (name: string) => string): Promise<void> {
    const language = (isChat ? text("language") : "") as Language | "";
    const events = eventsOf(groups);
    const { data, error } = await save({
      name: text("name"),
      url: text("url"),
      kind,
      events,
      language,
    });
    setRefusal(error ? refusalOf(error) : null);
    if (data) onDone({ name: data.name, secret: "secret" in data ? data.secret : null });
  }

  return (
    <Form className={styles.form} onSend={(text) => void submit(text)}>
      {refusal && !known && <Notice kind="error">{reason(refusal)}</Notice>}
      {!webhook && (
        <SelectField
          label={t("kind")}
          name="kind"
          value={kind}
          options={KINDS}
          description={t(`kindHelp.${isChat ? "chat" : "standard"}`)}
          onChange={(value) => {
            setKind(value as Kind);
            setGroups(usualGroups(value as Kind));
          }}
        />
      )}
      <TextField
        label={t("name")}
        name="name"
        autoComplete="off"
        maxLength={100}
        defaultValue={webhook?.name ?? ""}
        error={fields.name}
      />
      <TextField
        label={t("url")}
        name="url"
        type="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        placeholder={webhook?.url ?? "https://"}
        error={fields.url}
        description={webhook ? t("urlKept") : t("urlHelp")}
      />
      {isChat && (
        <SelectField
          label={t("language")}
          name="language"
          defaultValue={(webhook?.language as Language | undefined) ?? mine}
          options={LANGUAGES}
        />
      )}
      <EventChoice chosen={groups} error={fields.events} onChange={setGroups} />
      <DialogActions>
        <Button onClick={onCancel}>{common("cancel")}</Button>
        <Button kind="primary" type="submit" busy={busy}>
          {t(webhook ? "save" : "create")}
        </Button>
      </DialogActions>
    </Form>
  );
}

type Wanted = {
  name: string;
  url: string;
  kind: Kind;
  events: WebhookResponse["events"];
  language: Language | "";
};

function useSave(id: string, webhook: WebhookResponse | undefined) {
  const [create, creating] = api.useCreateWebhookMutation();
  const [update, updating] = api.useUpdateWebhookMutation();
  const save = ({ name, url, kind, events, language }: Wanted) => {
    const common = { name, events, ...(language && { language }) };
    if (!webhook) {
      const createWebhook = { ...common, url, kind };
      return create({ id, "Idempotency-Key": nanoid(), createWebhook });
    }
    const changeWebhook = { ...common, ...(url && { url }) };
    return update({ id, webhookId: webhook.id, "If-Match": webhook.etag, changeWebhook });
  };
  return { save, busy: creating.isLoading || updating.isLoading };
}
