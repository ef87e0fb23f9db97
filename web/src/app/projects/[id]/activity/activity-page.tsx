"use client";

import { Activity } from "@/widgets/activity";
import { ProjectFrame } from "../project-frame";

export function ActivityPage() {
  return (
    <ProjectFrame tab="activity">{(projectId) => <Activity projectId={projectId} />}</ProjectFrame>
  );
}
