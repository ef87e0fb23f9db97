"use client";

import { Menu } from "@base-ui/react/menu";
import { EllipsisVertical, FilePlus, Layers, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import type { Stack } from "@/entities/video";
import {
  addUploads,
  cancelUpload,
  cancelVideo,
  continueVideo,
  isUnderWay,
  selectUploadOfVideo,
  type UploadsRoot,
  useFileChoice,
} from "@/features/upload";
import { useAppDispatch } from "@/shared/lib/store";
import { IconButton, menu } from "@/shared/ui";
import styles from "./video-card.module.scss";

/** What can be done with a video. */
export function CardMenu({ stack: { newest } }: { stack: Stack }) {
  const t = useTranslations("videos");
  const dispatch = useAppDispatch();
  const upload = useSelector((state: UploadsRoot) => selectUploadOfVideo(state, newest.id));
  const { id, title, project_id, status } = newest;
  const version = useFileChoice(([file]) => {
    if (file) dispatch(addUploads(project_id, [file], { id, title }));
  });
  const rest = useFileChoice(([file]) => {
    if (file) dispatch(continueVideo(newest, file));
  });
  return (
    <div className={styles.menu}>
      <Menu.Root>
        <Menu.Trigger
          render={
            <IconButton small kind="secondary" label={t("menu", { title })}>
              <EllipsisVertical />
            </IconButton>
          }
        />
        <Menu.Portal>
          <Menu.Positioner sideOffset={6} align="end" className={styles.positioner}>
            <Menu.Popup className={menu.popup}>
              {status === "uploading" ? (
                <>
                  {!(upload && isUnderWay(upload)) && (
                    <Menu.Item className={menu.item} onClick={rest.open}>
                      <FilePlus aria-hidden="true" />
                      {t("continueUpload")}
                    </Menu.Item>
                  )}
                  <Menu.Item
                    className={menu.item}
                    onClick={() => dispatch(upload ? cancelUpload(upload.id) : cancelVideo(id))}
                  >
                    <X aria-hidden="true" />
                    {t("cancelUpload")}
                  </Menu.Item>
                </>
              ) : (
                <Menu.Item className={menu.item} onClick={version.open}>
                  <Layers aria-hidden="true" />
                  {t("newVersion")}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {version.input}
      {rest.input}
    </div>
  );
}
