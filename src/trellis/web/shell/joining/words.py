"""Words for codes: short, plain, hard to mishear, none unkind. Order does not matter."""

WORDS = tuple(
    """
acorn alder amber anchor apple apron arrow aspen atlas autumn badge bagel bakery bamboo banjo barley
basil basket beacon beaver beetle bell berry birch biscuit blanket blossom bluebird boat bonsai border bottle
branch bread breeze brick bridge bronze brook broom bucket buffalo butter button cabin cactus camel camera
candle canoe canvas canyon carrot castle cedar cello chalk cherry chess cider cinema circle citrus clay
clover cobalt coconut comet compass copper coral corner cotton cousin coyote crane crayon cricket crystal cupcake
curtain daisy dancer desert diamond dolphin donkey drum eagle ebony echo elbow elm ember engine falcon
feather fern ferry fiddle finch flag flute forest fossil fountain fox galaxy garden garlic gecko ginger
giraffe glacier glove gopher granite grape gravel guitar hammock harbor harvest hazel hedge helmet heron hickory
hollow honey horizon iguana indigo island ivory ivy jacket jaguar jasmine jelly jigsaw juniper kayak kettle
kitchen kite koala ladder lagoon lantern larch lark laurel lemon lilac lily linen lizard llama locket
lotus lunar lynx magnet mango maple marble marina market marsh meadow melon mesa mint mitten mosaic
mountain muffin mulberry museum nectar nickel nutmeg oasis oatmeal ocean olive onion opal orange orbit orchard
orchid osprey otter oyster paddle palm panda papaya paper parade parcel parrot pasture peach peanut pear
pebble pelican pencil penguin pepper piano pickle picnic pigeon pillow pine planet plum pocket pollen pony
poplar poppy potato prairie puddle puffin pumpkin puzzle quartz quilt rabbit radish raft rainbow raven reef
ribbon river robin rocket rosemary saddle saffron salmon sandal satin scarf sequoia shadow shell silver sparrow
spruce squash stable starling stream summer sunset swallow tablet tambourine tango thistle thunder tiger timber tomato
topaz torch tractor trumpet tulip tundra tunnel turnip turtle valley vanilla velvet violet violin wagon walnut
walrus waffle water willow window winter woolen yarrow zebra zephyr zipper
""".split()  # noqa: SIM905 three hundred quoted words would be harder to read and to add to
)
