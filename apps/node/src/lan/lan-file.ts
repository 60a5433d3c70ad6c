/** Within the home; key and certificate in one file, so that they always belong together. Apart from what makes them, which is large. */
export const LAN_FILE = 'lan.pem'
