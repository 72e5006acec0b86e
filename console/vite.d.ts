/** Where the built worker is. */
declare module '*?worker&url' {
  const url: string
  export default url
}
