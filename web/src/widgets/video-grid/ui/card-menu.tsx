"use client";

import { Menu } from "@base-ui/react/menu";
import { EllipsisVertical, FilePlus, Layers, Pencil, Trash2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
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
import { Dialog, IconButton, menu } from "@/shared/ui";
import { DeleteVideo } from "./delete-video";
import { RenameVideo } from "./rename-video";
import styles from "./video-card.module.scss";

/** What can be done with a video. */
export function CardMenu({ stack, openFeedback }: { stack: Stack; openFeedback: number }) {
  const t = useTranslations("videos");
  const manage = useTranslations("manage");
  const { newest } = stack;
  const [asks, setAsks] = useState<"title" | "delete" | null>(null);
  const close = () => setAsks(null);
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
              <Menu.Item className={menu.item} onClick={() => setAsks("title")}>
                <Pencil aria-hidden="true" />
                {manage("rename")}
              </Menu.Item>
              {status !== "uploading" && (
                <Menu.Item className={menu.item} onClick={() => setAsks("delete")}>
                  <Trash2 aria-hidden="true" />
                  {manage("deleteVideo")}
                </Menu.Item>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <Dialog open={asks === "title"} onClose={close} title={manage("renameTitle")}>
        <RenameVideo video={newest} onDone={close} />
      </Dialog>
      <Dialog
        open={asks === "delete"}
        onClose={close}
        title={manage("deleteVideoTitle", { title })}
      >
        <DeleteVideo stack={stack} openFeedback={openFeedback} onDone={close} />
      </Dialog>
      {version.input}
      {rest.input}
    </div>
  );
}
