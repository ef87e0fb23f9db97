"use client";

import { Webhooks } from "@/widgets/webhooks";
import { ProjectFrame } from "../project-frame";

export function WebhooksPage() {
  return (
    <ProjectFrame tab="webhooks">{(projectId) => <Webhooks projectId={projectId} />}</ProjectFrame>
  );
}
