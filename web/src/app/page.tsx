"use client";

import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { MembersOnly, selectMe } from "@/features/auth";
import { NewProject } from "@/features/project";
import { PageBody } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { ProjectList } from "@/widgets/project-list";

export default function HomePage() {
  const t = useTranslations("projects");
  const me = useSelector(selectMe);
  return (
    <MembersOnly>
      <AppHeader />
      <PageBody title={t("title")} actions={<NewProject />}>
        {me && <ProjectList meId={me.id} action={<NewProject />} />}
      </PageBody>
    </MembersOnly>
  );
}
