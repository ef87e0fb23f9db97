"use client";

import { Lock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import { selectProject } from "@/entities/project";
import { MembersOnly } from "@/features/auth";
import { api } from "@/shared/api";
import { useIds } from "@/shared/lib/ids";
import { EmptyState, LinkButton, PageBody } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { ProjectTabs } from "@/widgets/project-tabs";
import { VideoGrid } from "@/widgets/video-grid";

export function ProjectPage() {
  const [projectId] = useIds();
  return (
    <MembersOnly>
      <AppHeader />
      {projectId && <Content projectId={projectId} />}
    </MembersOnly>
  );
}

function Content({ projectId }: { projectId: string }) {
  const t = useTranslations("projects");
  const { isError } = api.useGetProjectQuery({ id: projectId });
  const project = useSelector((state: Parameters<typeof selectProject>[0]) =>
    selectProject(state, projectId),
  );
  if (isError && !project) {
    return (
      <main id="content">
        <EmptyState
          page
          icon={<Lock />}
          title={t("noAccess")}
          action={<LinkButton href="/">{t("all")}</LinkButton>}
        >
          {t("noAccessHelp")}
        </EmptyState>
      </main>
    );
  }
  return (
    <PageBody title={project?.name ?? " "} lead={project?.description ?? ""}>
      <ProjectTabs projectId={projectId} current="videos" />
      <VideoGrid projectId={projectId} />
    </PageBody>
  );
}
