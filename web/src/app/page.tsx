"use client";

import { MembersOnly } from "@/features/auth";
import { AppHeader } from "@/widgets/app-header";

export default function HomePage() {
  return (
    <MembersOnly>
      <AppHeader />
      <main id="content" />
    </MembersOnly>
  );
}
