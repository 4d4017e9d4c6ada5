/** Tablets of boards. No board key and no code is in here: links are made when a device is handed its orders. */
export interface DeviceTables {
  devices: {
    id: string
    name: string
    /** JSON `{region, epoch}[]`: the epochs whose keys the newest orders bring. */
    boards: string
    /** JSON `DeviceSettings`. */
    settings: string
    /** How many restarts were ordered. */
    restart: number
    /** 1 where the county took it back. */
    revoked: number
    /** Of the orders. */
    version: number
    ordered_at: string
    created_at: string
    /** base64 of the device's public key (SPKI); null until it enrols. */
    key: string | null
    enrolled_at: string | null
    /** Number of the newest heartbeat. */
    n: number
    heard_at: string | null
    /** The newest heartbeat, JSON. */
    heartbeat: string | null
    /** When it was first heard to show what it shows. */
    shows_since: string | null
  }
  /** One-time codes: ten minutes, five tries. */
  device_offers: {
    /** Four characters, in the clear. */
    offer: string
    device: string
    /** The six others, as a hash keyed by the county's secret. */
    secret_hash: string
    expires_ms: number
    tries: number
  }
}
