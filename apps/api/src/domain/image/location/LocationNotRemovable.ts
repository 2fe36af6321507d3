/** A file whose metadata cannot be followed, so that nobody can say it holds no place; the message ends no sentence. */
export class LocationNotRemovable extends Error {
  override readonly name = "LocationNotRemovable";

  constructor() {
    super(
      "its metadata cannot be followed, so a place in them could not be cut out: save the picture anew, as PNG say",
    );
  }
}
