import { Ban, CloudUpload } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Project } from "@/entities/project";
import styles from "./drop-overlay.module.scss";

type Props = {
  project: Project;
  allowed: boolean /** The files are over a video. */;
  quiet: boolean;
};

/** Says what happens to files that are over the page. They fall through it, onto what is below. */
export function DropOverlay({ project, allowed, quiet }: Props) {
  const t = useTranslations("upload");
  return (
    <div className={styles.overlay} data-quiet={quiet && allowed ? "" : undefined}>
      <div className={styles.sign} data-testid="drop-sign">
        {allowed ? <CloudUpload aria-hidden="true" /> : <Ban aria-hidden="true" />}
        <div>
          <strong>{t(allowed ? "dropTitle" : "dropRefused")}</strong>
          <p>{allowed ? t("dropHelp", { project: project.name }) : t("dropRefusedHelp")}</p>
        </div>
      </div>
    </div>
  );
}
