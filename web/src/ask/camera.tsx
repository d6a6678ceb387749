/** Takes a picture with the camera. The camera is on only while this dialog is open. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Dialog, Problem } from "../parts.tsx";

function whyNot(error: unknown): string {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotFoundError") return "There is no camera here: send a picture as a file instead.";
  if (name === "NotReadableError") return "Another program uses the camera: close it and try again.";
  return "The browser does not allow the camera: allow it beside the address, or send a picture as a file.";
}

/** The dialog. @param take hears of the picture. */
export function Camera({ take, close }: { take: (picture: File) => void; close: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const problem = useSignal<string | undefined>(undefined);
  const isOn = useSignal(false);
  useEffect(() => {
    let stream: MediaStream | undefined;
    let closed = false;
    const stop = (): void => {
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
    (async () => {
      try {
        stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1920 } } });
      } catch (error) {
        problem.value = whyNot(error);
        return;
      }
      if (closed || !video.current) return stop();
      video.current.srcObject = stream;
      await video.current.play().catch(() => undefined);
      isOn.value = true;
    })();
    return () => {
      closed = true;
      stop();
    };
  }, []);
  const shoot = (): void => {
    const from = video.current;
    if (!from) return;
    const canvas = document.createElement("canvas");
    canvas.width = from.videoWidth;
    canvas.height = from.videoHeight;
    canvas.getContext("2d")?.drawImage(from, 0, 0);
    canvas.toBlob(
      (blob) => {
        if (blob) take(new File([blob], "camera.jpg", { type: "image/jpeg" }));
        close();
      },
      "image/jpeg",
      0.9,
    );
  };
  return (
    <Dialog title="Take a picture" close={close} wide>
      {problem.value ? (
        <Problem sentence={problem.value} />
      ) : (
        <div class="camera">
          <video ref={video} muted playsInline aria-label="What the camera sees" />
          <button type="button" class="main" disabled={!isOn.value} onClick={shoot}>
            Take the picture
          </button>
        </div>
      )}
    </Dialog>
  );
}
