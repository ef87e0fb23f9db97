"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { type ReactNode, useEffect, useState } from "react";
import { Provider } from "react-redux";
import { LiveNotifications } from "@/features/notifications";
import { LanguageProvider } from "@/shared/i18n";
import { keepComposing } from "@/shared/lib/shortcuts";
import { part } from "@/shared/parts";
import { makeStore } from "./store";
import { Toasts } from "./toasts";
import { Uploads } from "./uploads";

const Measurements = part(() =>
  import("./measurements")
    .then((it) => it.Measurements)
    // The line may be away by then. Nothing depends on it, so the page goes on without.
    .catch(() => () => null),
);

/** After the first paint the room still loads its data, panel and film. */
const QUIET_MS = 5_000;

export function Providers({ children }: { children: ReactNode }) {
  const [store] = useState(makeStore);
  const [isQuiet, setIsQuiet] = useState(false);
  useEffect(() => {
    const stay = new AbortController();
    keepComposing(stay.signal);
    // What measures a page must not make it slower. The browser keeps what happened before.
    const timer = setTimeout(() => setIsQuiet(true), QUIET_MS);
    return () => {
      stay.abort();
      clearTimeout(timer);
    };
  }, []);
  return (
    <Provider store={store}>
      <LanguageProvider>
        {/* The pages' policy takes no inline <style>. */}
        <CSPProvider disableStyleElements>
          <Tooltip.Provider delay={500}>
            <Uploads>{children}</Uploads>
            <Toasts />
            <LiveNotifications />
            {isQuiet && <Measurements />}
          </Tooltip.Provider>
        </CSPProvider>
      </LanguageProvider>
    </Provider>
  );
}
