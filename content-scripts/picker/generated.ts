/** Prefixes under which frameworks make names anew at every build or render. */
const frameworks =
  /^(:r|«|_r_|_ng|ng-|css-|sc-|jss|jsx-|svelte-|data-v-|ember|ext-|yui|gwt-|lwc-|radix-|headlessui-|mui-|cdk-|mat-|react-aria|rc[-_]|ui-id|el-id|p-id)/i
const separators = /[^\p{L}\p{N}]+/u
const longest = 60

/** Was this name made by a machine, so that it is another one at the next render, row or build? In doubt it was. */
export function isGenerated(name: string): boolean {
  return name.length > longest || frameworks.test(name) || name.split(separators).some(isRandom)
}

/** Digits number rows and renders; letters that nobody can say are a hash. */
function isRandom(word: string): boolean {
  if (/\p{N}/u.test(word)) return true
  if (word.length < 5 || !/^[a-z]+$/i.test(word)) return false
  const humps = word.split(/(?=[A-Z])/)
  return (
    !/[aeiouy]/i.test(word) ||
    /[bcdfghjklmnpqrstvwxz]{6}/i.test(word) ||
    (humps.length > 2 && word.length / humps.length < 2.5)
  )
}
