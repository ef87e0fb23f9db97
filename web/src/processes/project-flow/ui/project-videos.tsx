"use client";

import { CloudUpload, SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useSelector } from "react-redux";
import { isAtLeast, selectProject } from "@/entities/project";
import { selectStacks } from "@/entities/video";
import { addUploads, FileButton, type Picked, useFileDrop } from "@/features/upload";
import { toastShown } from "@/shared/lib/notifications";
import { useProjectStream } from "@/shared/lib/realtime";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, EmptyState } from "@/shared/ui";
import { ExportButton } from "@/widgets/integrations/export-feedback";
import { useVideoDialogs, VideoGrid } from "@/widgets/video-grid";
import { loadVideos } from "../model/load-videos";
import { useFilter } from "../model/use-filter";
import { useOpenFeedback } from "../model/use-open-feedback";
import { DropOverlay } from "./drop-overlay";
import { VideoTools } from "./video-tools";

type State = Parameters<typeof selectStacks>[0] & Parameters<typeof selectProject>[0];

/** A project's videos, live; files dropped anywhere on the page are uploaded into it. */
export function ProjectVideos({ projectId: id }: { projectId: string }) {
  const t = useTranslations("upload");
  const videos = useTranslations("videos");
  const dispatch = useAppDispatch();
  const [loaded, setLoaded] = useState(false);
  const project = useSelector((state: State) => selectProject(state, id));
  const mayChange = isAtLeast(project?.role, "editor");
  const stacks = useSelector((state: State) => selectStacks(state, id));
  const load = useCallback(
    async (signal: AbortSignal) => {
      const seq = await dispatch(loadVideos(id, signal));
      setLoaded(true);
      return seq;
    },
    [dispatch, id],
  );
  useProjectStream(id, load);
  const openFeedback = useOpenFeedback(id);
  const filter = useFilter(stacks, openFeedback);
  const { ask, dialogs } = useVideoDialogs();

  const say = (text: string) => dispatch(toastShown({ kind: "error", text }));
  const add = (files: Picked[], target: string | null = null) => {
    const stack = stacks.find(({ newest }) => newest.stack_id === target);
    if (!stack) return dispatch(addUploads(id, files));
    if (files.length > 1) return say(t("oneVersion"));
    if (stack.newest.status === "uploading") return say(t("busyVersion"));
    const { newest } = stack;
    return dispatch(addUploads(id, files, { id: newest.id, title: newest.title }));
  };
  const over = useFileDrop(mayChange, { onFiles: add, onFolders: () => say(t("folders")) });
  const exporting = useTranslations("export");
  const sources = [
    { path: `projects/${id}/export`, label: exporting("project"), single: false },
    ...stacks.map(({ newest: { id: newest, title } }) => ({
      path: `videos/${newest}/versions/export`,
      label: exporting("versionsOf", { title }),
      single: false,
    })),
  ];
  const button = (
    <FileButton kind="primary" multiple onFiles={add}>
      <CloudUpload aria-hidden="true" />
      {t("upload")}
    </FileButton>
  );
  return (
    <>
      {stacks.length > 0 && (
        <VideoTools filter={filter}>
          <ExportButton sources={sources} />
          {mayChange && button}
        </VideoTools>
      )}
      {filter.isOn && filter.found.length === 0 ? (
        <EmptyState
          icon={<SearchX />}
          title={videos("noMatch")}
          action={<Button onClick={filter.clear}>{videos("clear")}</Button>}
        />
      ) : (
        <VideoGrid
          stacks={filter.found}
          openFeedback={openFeedback}
          loaded={loaded}
          mayChange={mayChange}
          dropTarget={mayChange ? (over?.target ?? null) : null}
          onAsk={ask}
          action={mayChange && button}
        />
      )}
      {dialogs}
      {over && project && (
        <DropOverlay project={project} allowed={mayChange} quiet={over.target !== null} />
      )}
    </>
  );
}
