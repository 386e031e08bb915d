"""What people write in cases, with ways to reach them past the platform and without."""

WITH = """
Call me on +49 151 23456789 and we sort it out.
My number is 415-555-2671, text me.
You can ring me at (212) 736-5000 after six.
Please phone 020 7946 0018 before noon.
Tel: 0171 1234567
my mobile 07911 123456
WhatsApp +1 202 555 0143
Reach me at +86 138 0013 8000 for a quick refund.
Contact me: 13800138000
+44 20 7946 0958 is faster than this page
Give me a call, 0044 7911 123456, I pay you back directly.
If you close the case I send the money, my phone is 9876543210.
Ruf mich an: 0151 23456789
Meine Nummer ist 030 2093 4567.
Schreib mir per WhatsApp 0049 170 1234567
Handy 0176/12345678, am besten abends
Appelez-moi au 06 12 34 56 78 s'il vous plaît.
Mon téléphone : +33 6 12 34 56 78
Llámeme al 612 345 678 y lo arreglamos.
Mi celular es +52 55 1234 5678
Me liga no (11) 91234-5678
Meu zap: +55 11 91234 5678
Chiamami al +39 347 123 4567
Mój telefon 512 345 678
Zadzwoń: +48 512 345 678
Позвоните мне: 8 (912) 345-67-89
Мой телефон +7 912 345-67-89
请打我电话 13912345678
我的手机是 186 1234 5678
加我微信 mike_shop88
微信号：lily2020store
微信: wxid_7h3k2m
有问题加我QQ 384756201
My WeChat is lucky_store88
WeChat ID: goldenbag
Write me at anna.miller@example.com
Mail: shop-service@fastgoods.cn
send the photos to lee88@gmail.com please
My mail is anna dot miller at gmail dot com
anna.miller at gmail.com
peter (at) gmx (dot) de
write to info [at] bestbags [dot] com
schreib an laura ät web punkt de
escríbeme a pepe arroba hotmail punto com
пишите на ivan собака yandex точка ru
Order again directly at www.bestbags-factory.com for half the price
Look at https://shop.example.net/refund-form and fill it in
cheaper here: bestbags.shop
https://wa.me/8613800138000
Open t.me/bestbagsdeal
add me on Telegram @bestbags_help
Telegram: @lily_store
my insta is @lily.store
find me as lily_store88 on Instagram
Skype: live.bestbags
Viber +380 67 123 4567
pay me here paypal.me/lilystore
My Telegram handle is bags4you_2
мой телеграм @ivan_shop
تواصل معي واتساب +966 50 123 4567
Hubungi saya di WhatsApp +62 812 3456 7890
Numaram 0532 123 45 67, beni ara
Bel me op 06 12345678
फोन करें 98765 43210
Lily's number: six one two, three four five, six seven eight
my mail is lily the at sign gmail
Drop me a line: j.smith99@outlook.com, I answer fast.
You find me under 0172-8899001 every evening.
Just dial +1 (646) 555-0187.
My cousin will call you, his number: +90 532 765 43 21.
WhatsApp me: 07700 900461
Schick mir eine Mail an kundendienst@taschenwelt.de bitte.
Unter 089 12345678 bin ich erreichbar.
Mon mail est marie.dupont@orange.fr
Joignable au 01 42 68 53 00
Puedes escribirme al whatsapp 655 123 987
mi correo: tienda_bolsos@hotmail.com
scrivimi a luca chiocciola gmail punto it
Напишите в телеграм @shop_ru
моя почта ivan.petrov@yandex.ru
加微信 bags_2024 退全款
扣扣 1029384756
联系电话：0755-26581234
Meu número é 21 98765-4321
Visit our page lilystore.com/refund for the money
Telegram channel t.me/lily_refunds
""".strip().splitlines()

WITHOUT = """
The parcel has not arrived, tracking number LX123456789CN.
Tracking 1Z999AA10123456784 says delivered, but nobody was here.
My tracking number is 00340434161094042557.
DHL 420941139405511899223197428490
The carrier gave me 9400111899223197428490 as the number.
Order 112-3456789-1234567 is the one I mean.
Order number 4031234567, placed on 2026-11-03.
My order O-7K3M-9QXA has two items.
This is about case R-7K3M-9QXA.
Invoice no. 2026110398, total 149.90 EUR.
I paid 49.99 and got back 20.00 only.
It cost $1,299.00 on 11/03/2026.
The price was 1.299,00 € on 03.11.2026.
I measured 32.5 x 21.0 x 14.5 cm, the listing says 40 x 30 x 20.
Size 38 instead of 42, and the width is 9.5 cm.
The screen is 1920x1080, not 2560x1440.
The battery has 3000 mAh and not 10000 mAh as listed.
Serial number 356938035643809 is on the box.
The IMEI is 490154203237518.
The model is SM-G991B/DS and not SM-G998B.
EAN 4006381333931 is printed on the label.
The SKU on the bag is 8842-110-29.
Delivered 2026-11-03 14:02:11 by the courier.
It arrived at 14.30 on 3.11. and the box was open.
I called the carrier and they know nothing.
Please call the carrier, they keep it in their depot.
Can you text the courier about it?
I don't use WhatsApp because the record should be here.
We do not give contact details on WeChat, please write here.
Is there a telegram of the post office in the parcel?
Signal strength of the router is very weak.
The second line of the label is wrong.
See line 2 of the label: 12345.
Look at the at sign on the keyboard, it is missing.
The dot at the end of the logo is missing.
Meet at the post office at noon is what they wrote.
The phone has a scratch on its back and the phone case is cracked.
The telephone stand costs 25.00 and is 120 mm high.
The mobile holder is 12 cm wide and I need 8 cm.
The cell is dead, it shows 3.7 V and not 4.2 V.
Version 2.0.1 of the firmware does not start.
The file IMG_20261103_140211.jpg shows it.
I added scan_0004.pdf and photo.png as evidence.
The e-mail of the carrier says that it is lost.
The website of the carrier shows nothing.
Your shop has nice bags, but this one is broken.
It broke on the first day.Please refund me.
I want a refund.It is not what I bought.
The colour is wrong.In the picture it is red.
The e.g. in your listing is no promise, i.e. I want my money.
That was 3 of 10 pieces, so 70 % are missing.
I got 12 pieces, 24 were ordered, 12 are missing.
The voltage is 110-240 V, and ours is 220-230 V.
The temperature was 36.6, 37.2 and 38.9 on three days.
The package weighs 1250 g, the label says 2500 g.
Customs number 26CN0003948571 was paid.
HS code 4202.21.00 is on the form.
The lot number 20260817 expired on 2026-08-17.
I ordered on 20261001 and today is 20261130.
The postal code is 10115 Berlin, house number 45.
Our warehouse is in 518000 Shenzhen.
Send it to box 12345, 90210 Beverly Hills.
Payment 5500001234567890 was taken twice.
Transaction 8841203945 is the one that failed.
Reference 7712345678 of the bank.
The account shows 2 x 39.90 and 1 x 19.95.
The code on the seal is 4471-8823-9911.
I can wait until 12.12.2026 at 18:00.
In 24-48 hours the parcel moves, they said.
It took 15 to 20 working days, now 45 have gone.
The ring is 17.5 mm and not 18.5 mm.
The text on the ring says 1998 2008 2018.
Ruf und Marke sind egal, die Farbe ist falsch.
Die Sendungsnummer lautet 00340434161094042557.
Bestellnummer 3029384756, Rechnung 20261103.
Das Paket kam am 03.11.2026 um 14.30 Uhr.
Ich habe 49,90 Euro bezahlt und 12,50 Euro Versand.
Die Tasche ist 32 cm breit statt 40 cm.
Die Artikelnummer 0815-4711-2026 stimmt nicht.
Der Akku hat 5000 mAh, nicht 10000 mAh.
Das ist z.B. die falsche Farbe, d.h. ich will zurückgeben.
Die Nummer auf dem Etikett: Sendung 340434161094042557.
Mein Handy hat einen Kratzer und 128 GB statt 256 GB.
Am Telefon sagte DHL am 12.11.2026, dass es verloren ist.
Le colis n'est pas arrivé, numéro de suivi 6A12345678901.
Commande 2026 1103 4455 du 3 novembre.
J'ai payé 49,90 € le 03/11/2026.
Le sac mesure 32 x 21 x 14 cm.
Le suivi 8R41234567890 ne bouge plus depuis 12 jours.
La facture 2026-000123 est jointe.
El pedido 4031234567 no ha llegado.
Número de seguimiento PQ4F6E0712345670112500A.
Pagué 49,90 € el 03/11/2026 a las 14:30.
La talla es 38 y pedí la 42.
El móvil llegó roto y tiene 64 GB.
La guía 7712345678901 no aparece.
O pedido 9988776655 chegou quebrado.
Código de rastreio NX123456789BR, enviado em 03/11/2026.
Paguei R$ 149,90 em 3 vezes.
O celular tem 64 GB e não 128 GB.
L'ordine 4031234567 è arrivato rotto.
La spedizione 1234567890123 è ferma da 12 giorni.
Ho pagato 49,90 euro il 03.11.2026.
Zamówienie 4031234567 przyszło uszkodzone.
Przesyłka 00659007731234567890 stoi w miejscu.
Zapłaciłem 199,90 zł w dniu 03.11.2026.
Заказ 4031234567 не пришёл.
Трек-номер RA123456789CN не отслеживается.
Посылка 80081234567890 стоит на месте 12 дней.
Я заплатил 3990 рублей 03.11.2026.
Размер 38, а заказывал 42.
Номер накладной 1234567890.
快递单号 SF1234567890123 没有更新。
订单号 20261103123456789 还没有收到。
我付了 299.00 元，收到的是 38 码。
尺寸是 32x21x14 厘米。
运单 75312345678901 显示已签收，但是我没有收到。
手机壳颜色不对，屏幕有划痕。
2026年11月03日14点30分签收的不是我。
Sipariş 4031234567 gelmedi.
Kargo takip no 1234567890123.
49,90 TL ödedim, 03.11.2026 tarihinde.
الطلب لم يصل بعد، رقم الطلب 4031234567.
دفعت 149.90 ريال في 2026-11-03.
ऑर्डर 4031234567 नहीं आया।
मैंने 1499 रुपये दिए।
De bestelling 4031234567 is niet aangekomen.
Track & trace 3SABCD123456789 staat stil.
注文番号 250-1234567-1234567 が届きません。
支払いは 4980 円でした。
주문번호 2026110312345 아직 안 왔어요.
Mã đơn hàng 26110312345678 chưa tới.
Nomor pesanan 4031234567 belum sampai.
Reference numbers 4031234567, 4031234568 and 4031234569 are all mine.
I tried 3 times: 10:15, 11:40 and 16:05.
Box 1 of 2 has 10 x 250 ml, box 2 has 5 x 500 ml.
The shoes are EU 42.5, US 9, UK 8.5, 27 cm.
It is 14:02 and the courier, van 4417, has left.
The receipt says 0049 at the end and 2212 at its start.
Please refund 100 % of 1234567 IDR.
UPS 1Z12345E0205271688 was scanned in Hamburg on 11/12.
The lamp draws 12 V / 2.5 A, the label says 24 V / 1.2 A.
My case number at the carrier is 2211-334455.
I bought 3 on 01.10.2026 and 2 on 15.10.2026.
The zip is 94105-1234.
It should be 100% cotton, it is 65/35.
Return authorisation 88412093 was sent to me.
I was charged USD 1,234.56 on card ending 4821.
Der Karton wog 1.250 g statt 2.500 g.
Die Paketnummer 01596823401234 ist ungültig.
Am 24.12.2026 brauche ich das Geschenk.
Le numéro du colis est 8N00123456789.
Mide 120x60x75 y pone 140x70x75.
Il codice articolo è 4471.22.09.
Numer przesyłki 620000012345678901234567.
Вес 1250 г, а должно быть 2500 г.
Номер отправления 14082265001234.
物流单号 YT8812345678901 一直不动
型号是 SM-A5560，不是 SM-A3560
The serial starts with 2026 and ends with 0815 4711.
""".strip().splitlines()
