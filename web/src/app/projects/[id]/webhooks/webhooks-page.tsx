"use client";

import { Webhooks } from "@/widgets/integrations/webhooks";
import { ProjectFrame } from "../project-frame";

export function WebhooksPage() {
  return (
    <ProjectFrame tab="webhooks">{(projectId) => <Webhooks projectId={projectId} />}</ProjectFrame>
  );
}
