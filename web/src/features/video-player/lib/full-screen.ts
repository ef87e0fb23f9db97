/**
 * The whole page fills the screen, and shows only the player (room.module.scss), so that menus,
 * dialogs and the form are still there. iPhones can only do that with a video by itself.
 */
export async function toggleFullScreen(video: HTMLVideoElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else if (document.fullscreenEnabled) await document.documentElement.requestFullscreen();
  else (video as Partial<AppleVideo> | null)?.webkitEnterFullscreen?.();
}

type AppleVideo = { webkitEnterFullscreen: () => void };
