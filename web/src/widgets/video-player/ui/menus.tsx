"use client";

import { Menu } from "@base-ui/react/menu";
import { SlidersHorizontal } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSelector } from "react-redux";
import {
  drawingsToggled,
  overlayToggled,
  SPEEDS,
  selectDrawingsShown,
  selectOverlays,
  usePicture,
  usePlayback,
  usePlaybackValue,
} from "@/features/video-player";
import { useAppDispatch } from "@/shared/lib/store";
import { Button, IconButton, menu } from "@/shared/ui";
import styles from "./menus.module.scss";

export function SpeedMenu() {
  const room = useTranslations("room");
  const speed = usePlaybackValue((it) => it.speed);
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button kind="quiet" small>
            <span className={styles.hidden}>{room("speed")} </span>
            {speed}×
          </Button>
        }
      />
      <Popup>
        <Speeds />
      </Popup>
    </Menu.Root>
  );
}

/** What has no button of its own; on a phone also what has no room. */
export function SettingsMenu(props: { hasAudio: boolean; onShortcuts: () => void }) {
  const t = useTranslations("player");
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <IconButton label={t("settings")}>
            <SlidersHorizontal />
          </IconButton>
        }
      />
      <Popup>
        <Settings {...props} />
      </Popup>
    </Menu.Root>
  );
}

function Popup({ children }: { children: ReactNode }) {
  return (
    <Menu.Portal>
      <Menu.Positioner sideOffset={6} align="end" className={styles.above}>
        <Menu.Popup className={`${menu.popup} ${styles.popup}`}>{children}</Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

function Speeds() {
  const playback = usePlayback();
  const speed = usePlaybackValue((it) => it.speed);
  return (
    <Menu.RadioGroup value={speed} onValueChange={(chosen: number) => playback.setSpeed(chosen)}>
      {SPEEDS.map((value) => (
        <Menu.RadioItem key={value} value={value} className={menu.item}>
          {value}×
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function Settings({ hasAudio, onShortcuts }: { hasAudio: boolean; onShortcuts: () => void }) {
  const t = useTranslations("player");
  const room = useTranslations("room");
  const dispatch = useAppDispatch();
  const playback = usePlayback();
  const picture = usePicture();
  const loops = usePlaybackValue((it) => it.loops);
  const muted = usePlaybackValue((it) => it.sound.muted);
  const { safe, thirds } = useSelector(selectOverlays);
  const drawings = useSelector(selectDrawingsShown);
  return (
    <>
      <Menu.Group className={styles.narrow}>
        <Menu.GroupLabel className={menu.label}>{room("speed")}</Menu.GroupLabel>
        <div className={styles.speeds}>
          <Speeds />
        </div>
        {hasAudio && (
          <Toggle name={t("sound")} keys="M" on={!muted} onToggle={() => playback.sound.toggle()} />
        )}
        <Menu.Separator className={menu.separator} />
      </Menu.Group>
      <Menu.Group>
        <Menu.GroupLabel className={menu.label}>{t("playing")}</Menu.GroupLabel>
        <Toggle name={t("loop")} keys="R" on={loops} onToggle={() => playback.setLoops(!loops)} />
        <Item name={t("in")} keys="I" run={() => playback.setRange({ from: playback.frame })} />
        <Item name={t("out")} keys="O" run={() => playback.setRange({ to: playback.frame })} />
        <Item
          name={t("clearRange")}
          keys="X"
          run={() => playback.setRange({ from: null, to: null })}
        />
      </Menu.Group>
      <Menu.Separator className={menu.separator} />
      <Menu.Group>
        <Menu.GroupLabel className={menu.label}>{t("looking")}</Menu.GroupLabel>
        <Item name={t("zoomIn")} keys="+" stays run={() => picture.zoomBy(1.25)} />
        <Item name={t("zoomOut")} keys="-" stays run={() => picture.zoomBy(0.8)} />
        <Item name={t("whole")} keys="0" run={() => picture.reset()} />
        <Item name={t("turn")} keys="Shift R" stays run={() => picture.turn()} />
        <Toggle
          name={t("safeAreas")}
          keys="Shift A"
          on={safe}
          onToggle={() => dispatch(overlayToggled("safe"))}
        />
        <Toggle
          name={t("thirds")}
          keys="Shift G"
          on={thirds}
          onToggle={() => dispatch(overlayToggled("thirds"))}
        />
        <Toggle
          name={t("drawings")}
          keys="D"
          on={drawings}
          onToggle={() => dispatch(drawingsToggled())}
        />
      </Menu.Group>
      <Menu.Separator className={menu.separator} />
      <Item name={t("shortcuts")} keys="?" run={onShortcuts} />
    </>
  );
}

type ItemProps = { name: string; keys: string; run: () => void; stays?: boolean };

/** `stays`: the menu, for something that one does several times. */
function Item({ name, keys, run, stays = false }: ItemProps) {
  return (
    <Menu.Item className={menu.item} closeOnClick={!stays} onClick={run}>
      {name}
      <kbd className={styles.keys}>{keys}</kbd>
    </Menu.Item>
  );
}

type ToggleProps = { name: string; keys: string; on: boolean; onToggle: () => void };

function Toggle({ name, keys, on, onToggle }: ToggleProps) {
  return (
    <Menu.CheckboxItem className={menu.item} checked={on} onCheckedChange={onToggle}>
      {name}
      <kbd className={styles.keys}>{keys}</kbd>
    </Menu.CheckboxItem>
  );
}
