"use client";

import { Lock, Trash2, WifiOff } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useEffect, useState } from "react";
import { useSelector } from "react-redux";
import { selectDeletedProject, selectProject } from "@/entities/project";
import { MembersOnly, selectMe } from "@/features/auth";
import { type AskedProject, ProjectDialogs, ProjectMenu } from "@/features/project";
import { api, refusalOf } from "@/shared/api";
import { useIds } from "@/shared/lib/address";
import { selectConnection } from "@/shared/lib/realtime";
import { Button, EmptyState, LinkButton, PageBody } from "@/shared/ui";
import { AppHeader } from "@/widgets/app-header";
import { ProjectTabs } from "@/widgets/project-tabs";

type Tab = ComponentProps<typeof ProjectTabs>["current"];
type Props = { tab: Tab; children: (projectId: string) => ReactNode };

/** A place of a project: its title, the way to its other places, and why it can't be shown. */
export function ProjectFrame({ tab, children }: Props) {
  const [projectId] = useIds();
  return (
    <MembersOnly>
      <AppHeader />
      {projectId && (
        <Content key={projectId} tab={tab} projectId={projectId}>
          {children(projectId)}
        </Content>
      )}
    </MembersOnly>
  );
}

type ContentProps = { tab: Tab; projectId: string; children: ReactNode };
type State = Parameters<typeof selectProject>[0];

/** What is asked about the project stays, with what was typed, even if the project goes meanwhile. */
function Content(props: ContentProps) {
  const router = useRouter();
  const me = useSelector(selectMe);
  const [asked, ask] = useState<AskedProject | null>(null);
  return (
    <>
      <Place {...props} onAsk={ask} />
      {me && (
        <ProjectDialogs
          asked={asked}
          onClose={() => ask(null)}
          meId={me.id}
          onGone={() => router.replace("/")}
        />
      )}
    </>
  );
}

type PlaceProps = ContentProps & { onAsk: (asked: AskedProject) => void };

function Place({ tab, projectId, onAsk, children }: PlaceProps) {
  const t = useTranslations("projects");
  const common = useTranslations("common");
  const manage = useTranslations("manage");
  const people = useTranslations("people");
  const { error, isSuccess, refetch } = api.useGetProjectQuery({ id: projectId });
  const project = useSelector((state: State) => selectProject(state, projectId));
  const deleted = useSelector((state: State) => selectDeletedProject(state, projectId));
  // It was deleted, or this person was removed, while they were looking.
  const hasEnded = useWasEnded() || (isSuccess && !project);
  const isGone = hasEnded || (error && [403, 404].includes(refusalOf(error).status));
  if (deleted) {
    return (
      <main id="content">
        <EmptyState
          page
          icon={<Trash2 />}
          title={manage("gone", { name: deleted })}
          action={<LinkButton href="/">{t("all")}</LinkButton>}
        >
          {manage("projectGoneHelp")}
        </EmptyState>
      </main>
    );
  }
  if (isGone || (error && !project)) {
    return (
      <main id="content">
        <EmptyState
          page
          icon={isGone ? <Lock /> : <WifiOff />}
          title={isGone ? t("noAccess") : common("offline")}
          action={
            isGone ? (
              <LinkButton href="/">{t("all")}</LinkButton>
            ) : (
              <Button onClick={() => void refetch()}>{t("again")}</Button>
            )
          }
        >
          {isGone ? t("noAccessHelp") : common("offlineHelp")}
        </EmptyState>
      </main>
    );
  }
  return (
    <PageBody
      title={project?.name ?? " "}
      part={tab === "videos" ? undefined : people(tab)}
      lead={project?.description ?? ""}
      actions={project && <ProjectMenu project={project} onAsk={onAsk} />}
    >
      <ProjectTabs projectId={projectId} current={tab} isAdmin={project?.role === "admin"} />
      {project && children}
    </PageBody>
  );
}

/** Whether the live connection has ended for good. What is shown then closes it, so that is kept. */
function useWasEnded(): boolean {
  const connection = useSelector(selectConnection);
  const [was, setWas] = useState(false);
  useEffect(() => {
    if (connection === "ended") setWas(true);
  }, [connection]);
  return was;
}
