"use client";

import { ProjectTokens } from "@/widgets/integrations/access-tokens";
import { ProjectFrame } from "../project-frame";

export function TokensPage() {
  return (
    <ProjectFrame tab="tokens">
      {(projectId) => <ProjectTokens projectId={projectId} />}
    </ProjectFrame>
  );
}
