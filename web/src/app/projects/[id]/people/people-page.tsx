"use client";

import { useRouter } from "next/navigation";
import { useSelector } from "react-redux";
import { selectMe } from "@/features/auth";
import { People } from "@/widgets/people";
import { ProjectFrame } from "../project-frame";

export function PeoplePage() {
  const router = useRouter();
  const me = useSelector(selectMe);
  return (
    <ProjectFrame tab="people">
      {(projectId) =>
        me && <People projectId={projectId} meId={me.id} onLeft={() => router.replace("/")} />
      }
    </ProjectFrame>
  );
}
