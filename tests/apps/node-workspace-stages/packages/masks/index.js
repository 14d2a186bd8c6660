// Calls an add-on compiled from C++.
const { mask } = require("bufferutil");

module.exports = () => {
  const target = Buffer.alloc(5);
  mask(Buffer.from("hello"), Buffer.from([0, 0, 0, 0]), target, 0, 5);
  return target;
};
