"use client";

import { useTranslations } from "next-intl";
import { MembersOnly } from "@/features/auth";
import { NewProject } from "@/features/new-project";
import { PageBody } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { ProjectList } from "@/widgets/project-list";

export default function HomePage() {
  const t = useTranslations("projects");
  return (
    <MembersOnly>
      <AppHeader />
      <PageBody title={t("title")} actions={<NewProject />}>
        <ProjectList />
      </PageBody>
    </MembersOnly>
  );
}
