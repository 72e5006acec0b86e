/**
 * Stands in for WXT's own context of a content script (an alias in wxt.config.ts). That one announces itself to the page
 * by an event and a message that carry the extension's id, and weighs as much as the script it would wrap.
 */
export class ContentScriptContext {}
