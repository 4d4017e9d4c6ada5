/** Where the tablet stands while nobody reads; the only address that its browser ever sees. */
export const STAND = '/kiosk'
