/** Names of files that Windows takes for devices. Pure. */

const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether Windows takes a file of this name for a device. */
export function isDeviceName(name: string): boolean {
  return DEVICES.test(name);
}
