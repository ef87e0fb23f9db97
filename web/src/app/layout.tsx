import "pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css";
import "./_root/styles/global.scss";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { THEME_SCRIPT } from "@/shared/lib/theme";
import { Providers } from "./_root/providers";

export const metadata: Metadata = {
  description: "Review video as a team.",
  referrer: "no-referrer",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f6f6f7" },
    { media: "(prefers-color-scheme: dark)", color: "#0f1011" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    // The scripts set its language and theme before React takes over.
    <html lang="en" suppressHydrationWarning>
      <head>
        {/* Pages name themselves (useTitle). A title in `metadata` would be put back over that. */}
        <title>VideoPlanet</title>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, which the policy names by its hash */}
        <script dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
