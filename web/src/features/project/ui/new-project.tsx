"use client";

import { Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button, Dialog } from "@/shared/ui";
import { NewProjectForm } from "./new-project-form";

/** The button that asks for a new project's name. */
export function NewProject() {
  const t = useTranslations("projects");
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Button kind="primary" onClick={() => setAsks(true)}>
        <Plus aria-hidden="true" />
        {t("new")}
      </Button>
      <Dialog open={asks} onClose={() => setAsks(false)} title={t("new")}>
        <NewProjectForm onCancel={() => setAsks(false)} />
      </Dialog>
    </>
  );
}
