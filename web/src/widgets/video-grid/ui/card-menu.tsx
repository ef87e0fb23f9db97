"use client";

import { Menu } from "@base-ui/react/menu";
import { EllipsisVertical, FilePlus, Layers, Pencil, Trash2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSelector } from "react-redux";
import type { Stack } from "@/entities/video";
import {
  cancelUpload,
  cancelVideo,
  isUnderWay,
  selectUploadOfVideo,
  type UploadsRoot,
} from "@/features/upload";
import { useAppDispatch } from "@/shared/lib/store";
import { IconButton, menu } from "@/shared/ui";
import styles from "./video-card.module.scss";
import type { Asked } from "./video-dialogs";

type Props = { stack: Stack; onAsk: (what: Asked["what"]) => void };

/** What can be done with a video. */
export function CardMenu({ stack, onAsk }: Props) {
  const t = useTranslations("videos");
  const manage = useTranslations("manage");
  const { newest } = stack;
  const dispatch = useAppDispatch();
  const upload = useSelector((state: UploadsRoot) => selectUploadOfVideo(state, newest.id));
  const { id, title, status } = newest;
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
                    <Menu.Item className={menu.item} onClick={() => onAsk("rest")}>
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
                <Menu.Item className={menu.item} onClick={() => onAsk("version")}>
                  <Layers aria-hidden="true" />
                  {t("newVersion")}
                </Menu.Item>
              )}
              <Menu.Item className={menu.item} onClick={() => onAsk("title")}>
                <Pencil aria-hidden="true" />
                {manage("rename")}
              </Menu.Item>
              {status !== "uploading" && (
                <Menu.Item className={menu.item} onClick={() => onAsk("delete")}>
                  <Trash2 aria-hidden="true" />
                  {manage("deleteVideo")}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
