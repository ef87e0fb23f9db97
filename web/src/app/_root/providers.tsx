"use client";

import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import { Provider } from "react-redux";
import { LiveNotifications } from "@/features/notifications";
import { LanguageProvider } from "@/shared/i18n";
import { keepComposing } from "@/shared/lib/shortcuts";
import { makeStore } from "./store";
import { Toasts } from "./toasts";
import { Uploads } from "./uploads";

const Measurements = dynamic(() => import("./measurements").then((it) => it.Measurements), {
  ssr: false,
});

export function Providers({ children }: { children: ReactNode }) {
  const [store] = useState(makeStore);
  const [isLoaded, setIsLoaded] = useState(false);
  useEffect(() => {
    const stay = new AbortController();
    keepComposing(stay.signal);
    // What measures a page must not make it slower.
    const onLoad = () => setIsLoaded(true);
    if (document.readyState === "complete") onLoad();
    else window.addEventListener("load", onLoad, { signal: stay.signal });
    return () => stay.abort();
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
            {isLoaded && <Measurements />}
          </Tooltip.Provider>
        </CSPProvider>
      </LanguageProvider>
    </Provider>
  );
}
