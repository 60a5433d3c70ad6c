declare module 'solc' {
  const solc: { readonly compile: (standardJsonInput: string) => string }
  export default solc
}
