"use client";

import { Popover } from "@base-ui/react/popover";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { api } from "@/shared/api";
import { Button, Form, TextField } from "@/shared/ui";
import styles from "./name-prompt.module.scss";

/** A guest who came by a mail has no name yet: others see "Guest" until they choose one. */
export function NamePrompt({ name }: { name: string }) {
  const t = useTranslations("door");
  const [update, { isLoading }] = api.useUpdateMeMutation();
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger render={<Button small>{t("asName", { name })}</Button>} />
      <Popover.Portal>
        <Popover.Positioner sideOffset={8} align="end">
          <Popover.Popup className={styles.popup}>
            <Popover.Title className={styles.title}>{t("yourName")}</Popover.Title>
            <Form
              className={styles.form}
              onSend={async (text) => {
                const chosen = text("name").trim();
                if (chosen) await update({ changeMe: { name: chosen } });
                setOpen(false);
              }}
            >
              <TextField
                label={t("name")}
                name="name"
                autoComplete="name"
                maxLength={100}
                defaultValue={name === "Guest" ? "" : name}
                description={t("nameHelp")}
              />
              <Button kind="primary" type="submit" busy={isLoading}>
                {t("save")}
              </Button>
            </Form>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
