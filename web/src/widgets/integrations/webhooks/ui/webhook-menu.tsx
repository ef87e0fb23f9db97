"use client";

import { Menu } from "@base-ui/react/menu";
import { nanoid } from "@reduxjs/toolkit";
import { EllipsisVertical, KeyRound, Pencil, Power, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { useAttempt } from "@/shared/lib/notifications";
import { ConfirmDialog, Dialog, IconButton, menu } from "@/shared/ui";
import { WebhookForm } from "./webhook-form";
import type { RowProps } from "./webhook-row";

/** What else can be done with a webhook. */
export function WebhookMenu({ webhook, projectId, readAgain, onSecret }: RowProps) {
  const t = useTranslations("webhooks");
  const attempt = useAttempt();
  const [update] = api.useUpdateWebhookMutation();
  const [rotate] = api.useRotateWebhookSecretMutation();
  const [remove] = api.useDeleteWebhookMutation();
  const [asks, setAsks] = useState<"change" | "rotate" | "delete" | null>(null);
  const { name, kind, state } = webhook;
  const target = { id: projectId, webhookId: webhook.id };
  const isOn = state === "ok" || state === "failing";
  const close = () => setAsks(null);

  async function change(): Promise<void> {
    await attempt(update({ ...target, changeWebhook: { enabled: !isOn } }));
    readAgain();
  }
  async function makeSecret(): Promise<boolean> {
    const sent = rotate({ ...target, "Idempotency-Key": nanoid() });
    const done = await attempt(sent);
    if (done) onSecret((await sent).data?.secret ?? null);
    readAgain();
    return done;
  }
  async function erase(): Promise<boolean> {
    const done = await attempt(remove(target));
    readAgain();
    return done;
  }

  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          render={
            <IconButton small label={t("menu", { name })}>
              <EllipsisVertical />
            </IconButton>
          }
        />
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end">
            <Menu.Popup className={menu.popup}>
              <Menu.Item className={menu.item} onClick={() => setAsks("change")}>
                <Pencil aria-hidden="true" />
                {t("change")}
              </Menu.Item>
              <Menu.Item className={menu.item} onClick={() => void change()}>
                <Power aria-hidden="true" />
                {t(isOn ? "switchOff" : "switchOn")}
              </Menu.Item>
              {kind === "standard" && (
                <Menu.Item className={menu.item} onClick={() => setAsks("rotate")}>
                  <KeyRound aria-hidden="true" />
                  {t("rotate")}
                </Menu.Item>
              )}
              <Menu.Item className={menu.item} onClick={() => setAsks("delete")}>
                <Trash2 aria-hidden="true" />
                {t("delete")}
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Dialog open={asks === "change"} onClose={close} title={t("change")}>
        <WebhookForm
          {...{ projectId, webhook }}
          onDone={() => {
            close();
            readAgain();
          }}
          onCancel={close}
        />
      </Dialog>
      <ConfirmDialog
        open={asks === "rotate"}
        onClose={close}
        title={t("rotateTitle")}
        description={t("rotateHelp")}
        verb={t("rotateVerb")}
        onConfirm={makeSecret}
      />
      <ConfirmDialog
        open={asks === "delete"}
        onClose={close}
        title={t("deleteTitle", { name })}
        description={t("deleteHelp")}
        verb={t("delete")}
        onConfirm={erase}
      />
    </>
  );
}
