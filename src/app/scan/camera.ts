/** Why there is no picture; words under `open.camera`. */
export type CameraTrouble =
  /** Plain http: no browser gives a camera there. */
  | 'insecure'
  /** The browser has no way to ask for one, as inside some other app. */
  | 'unsupported'
  | 'denied'
  | 'none'
  /** Another app holds it. */
  | 'busy'
  | 'failed'

const BY_NAME: Record<string, CameraTrouble> = {
  NotAllowedError: 'denied',
  PermissionDeniedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'none',
  DevicesNotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
  TrackStartError: 'busy',
  AbortError: 'busy',
}

/** Asks for the camera at the back of the phone; any other where it has none. Never throws. */
export async function openCamera(
  devices: Pick<MediaDevices, 'getUserMedia'> | undefined,
  secure: boolean,
): Promise<MediaStream | CameraTrouble> {
  if (!secure) return 'insecure'
  if (!devices?.getUserMedia) return 'unsupported'
  try {
    return await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 } },
    })
  } catch (cause) {
    return BY_NAME[(cause as { name?: string } | null)?.name ?? ''] ?? 'failed'
  }
}

/** The lamp beside the camera goes out with it. */
export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}
