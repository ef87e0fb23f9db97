"use client";

import { ProjectVideos } from "@/processes/project-flow";
import { ProjectFrame } from "./project-frame";

export function ProjectPage() {
  return (
    <ProjectFrame tab="videos">
      {(projectId) => <ProjectVideos projectId={projectId} />}
    </ProjectFrame>
  );
}
